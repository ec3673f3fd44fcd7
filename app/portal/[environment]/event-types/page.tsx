import { CatalogueScreen } from '#components/portal/catalogue-screen.tsx'

export default function PortalCataloguePage() {
  return <CatalogueScreen />
}

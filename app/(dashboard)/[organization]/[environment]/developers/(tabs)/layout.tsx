import { DevelopersFrame } from '#components/developers/developers-frame.tsx'

export default function DevelopersLayout({ children }: LayoutProps<'/[organization]/[environment]/developers'>) {
  return <DevelopersFrame>{children}</DevelopersFrame>
}

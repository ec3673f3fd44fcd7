import { ToolsScreen } from '#components/portal/tools-screen.tsx'

export default function PortalToolsPage() {
  return <ToolsScreen />
}

import { SignatureScreen } from '#components/developers/signature-screen.tsx'
import { words } from '#components/portal/words.ts'
import { PageBar } from '#components/shell/page-bar.tsx'

export const ToolsScreen = () => (
  <>
    <PageBar title={words.sections.tools} />
    <SignatureScreen />
  </>
)

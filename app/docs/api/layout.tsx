import { cookies } from 'next/headers'
import { LanguageProvider } from '#components/reference/language-choice.tsx'
import { languageCookie, readLanguage } from '#components/reference/language-cookie.ts'
import { ReferenceNav } from '#components/reference/reference-nav.tsx'
import { sectionsOf } from '#components/reference/search.ts'
import { SideLayout } from '#components/shell/side-layout.tsx'
import { readTheme, themeCookie } from '#components/shell/theme.ts'
import { ToastRegion } from '#components/ui/toast.tsx'
import { openApi, resources } from './document.ts'

const sections = sectionsOf(openApi, resources)

/** Open to everybody: whoever integrates need not be able to sign in. */
export default async function ReferenceLayout({ children }: LayoutProps<'/docs/api'>) {
  const jar = await cookies()
  return (
    <LanguageProvider initial={readLanguage(jar.get(languageCookie)?.value)}>
      <SideLayout nav={<ReferenceNav sections={sections} theme={readTheme(jar.get(themeCookie)?.value)} />}>{children}</SideLayout>
      <ToastRegion />
    </LanguageProvider>
  )
}

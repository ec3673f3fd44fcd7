import { SettingsFrame } from '#components/settings/settings-frame.tsx'

export default function SettingsLayout({ children }: LayoutProps<'/[organization]/[environment]/settings'>) {
  return <SettingsFrame>{children}</SettingsFrame>
}

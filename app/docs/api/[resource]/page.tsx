import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { OperationSection } from '#components/reference/operation-section.tsx'
import { ReferencePage } from '#components/reference/reference-page.tsx'
import { config } from '#server/config.ts'
import { openApi, resources } from '../document.ts'

type Props = PageProps<'/docs/api/[resource]'>

async function loadResource({ params }: Props) {
  const { resource } = await params
  return resources.find(({ slug }) => slug === resource) ?? notFound()
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { name, description } = await loadResource(props)
  return { title: `${name} · API reference`, description }
}

export default async function ResourcePage(props: Props) {
  const { name, description, operations } = await loadResource(props)
  return (
    <ReferencePage title={name} intro={description}>
      {operations.map(operation => (
        <OperationSection key={operation.id} document={openApi} server={config.url} operation={operation} />
      ))}
    </ReferencePage>
  )
}

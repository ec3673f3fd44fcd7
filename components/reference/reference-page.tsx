import type { ReactNode } from 'react'
import { Prose } from '#components/reference/prose.tsx'
import { ReferenceBar } from '#components/reference/reference-bar.tsx'

export function ReferencePage({ title, intro, children }: { title: string; intro: string; children: ReactNode }) {
  return (
    <>
      <ReferenceBar title={title} />
      <main className="mx-auto w-full max-w-320 px-6 pt-8 pb-16 max-nav:px-4">
        <h1 className="text-lg font-semibold tracking-[-0.015em]">{title}</h1>
        {intro && <Prose text={intro} className="mt-1 mb-8 max-w-160 text-pretty text-muted" />}
        {children}
      </main>
    </>
  )
}

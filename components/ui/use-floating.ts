'use client'
import { type CSSProperties, useId } from 'react'

/**
 * Ties something that floats to what it belongs to: the browser's popover puts it above everything, closes it on Escape and on a click
 * elsewhere and gives the focus back; CSS anchors place it (in browsers without them it stands in the middle).
 */
export function useFloating() {
  const id = useId()
  const name = `--${id.replaceAll(/[^\w-]/g, '')}`
  return {
    id,
    anchor: { anchorName: name } as CSSProperties,
    floating: { positionAnchor: name } as CSSProperties,
  }
}

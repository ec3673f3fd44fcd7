import { expect, test } from 'vitest'
import { createWindow } from '#worker/window.ts'

const repeated = (count: number, change: () => void) => {
  for (let i = 0; i < count; i++) change()
}

test('begins at twenty, grows by one per answer, and has an end', () => {
  const window = createWindow()
  expect(window.size()).toBe(20)
  repeated(5, window.grow)
  expect(window.size()).toBe(25)
  repeated(1_000, window.grow)
  expect(window.size()).toBe(400)
})

test('halves per timeout, down to one and never to none', () => {
  const window = createWindow()
  const sizes = [10, 5, 2, 1, 1]
  for (const size of sizes) {
    window.shrink()
    expect(window.size()).toBe(size)
  }
  window.grow()
  expect(window.size()).toBe(2)
})

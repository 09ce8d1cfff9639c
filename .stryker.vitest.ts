import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: { name: 'mutation', include: ['src/**/*.test.ts'], isolate: false, testTimeout: 30_000 },
})

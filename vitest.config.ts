import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{domain,server,demo,bench,scripts}/**/*.test.ts'],
    // isolation costs ten times the whole run on two cores; no test may change what is global
    isolate: false,
    maxWorkers: 2,
    testTimeout: 90_000,
    hookTimeout: 120_000,
    globalSetup: ['server/testing.setup.ts'],
    env: { TZ: 'UTC' },
  },
});

/**
 * Tests against real servers, which `npm run verify` runs.
 * @type {import('jest').Config}
 */
module.exports = {
  roots: ['<rootDir>/test/servers'],
  testMatch: ['**/*.test.ts'],
  transform: { '^.+\\.ts$': '@swc/jest' },
  testTimeout: 60_000,
  maxWorkers: 1,
};

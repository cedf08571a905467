/**
 * Tests against real servers, which `npm run verify` runs.
 * @type {import('jest').Config}
 */
module.exports = {
  roots: ['<rootDir>/test/servers'],
  testMatch: ['**/*.test.ts'],
  // The package jose is ESM alone, which jest does not load as it is.
  transform: { '^.+\\.ts$': '@swc/jest', '/node_modules/jose/.+\\.js$': '@swc/jest' },
  transformIgnorePatterns: ['/node_modules/(?!jose/)'],
  testTimeout: 60_000,
  maxWorkers: 2,
};

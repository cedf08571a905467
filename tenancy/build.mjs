/** Writes the package as others install it into dist/: compiled files with types, and a package.json that is not private. */
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const here = import.meta.dirname;
const dist = join(here, 'dist');
rmSync(dist, { recursive: true, force: true });
const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');
execFileSync(process.execPath, [compiler, '-p', join(here, 'tsconfig.build.json')], { stdio: 'inherit' });

const published = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8'));
delete published.private;
delete published.scripts;
Object.assign(published, { exports: { './*': { types: './*.d.ts', default: './*.js' } } });
writeFileSync(join(dist, 'package.json'), `${JSON.stringify(published, null, 2)}\n`);

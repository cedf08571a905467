import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { context } from '../../../../cdk.json';
import { platform } from '../../../../lib/platform';
import type { Side } from '../../../../ops/review/change';
import { folderSide } from '../../../../ops/review/sides/folder-side';
import { accepted, type BaseName, baseEnvironment } from './bases';
import { withChartEdits } from './chart-edits';
import type { Edit } from './labelled-change';
import { editedTreeSide } from './source-edits';

/** One side of a review, synthesized in this process without checks, or from sources in a process of its own. */
export async function synthesizeEdit(name: BaseName, edit: Edit = {}): Promise<Side> {
  const folder = mkdtempSync(join(tmpdir(), 'corpus-'));
  try {
    if (edit.sources) return await editedTreeSide(name, edit.sources, folder);
    const environment = baseEnvironment(name);
    const edited = edit.config ? accepted(edit.config(environment), name) : environment;
    const app = new App({
      outdir: join(folder, 'assembly'),
      context,
      builtinCloudFormationValidation: false,
      treeMetadata: false,
      stackTraces: false,
    });
    withChartEdits(edit.charts ?? {}, () => platform(app, edited));
    edit.stacks?.(app);
    app.synth();
    return folderSide(join(folder, 'assembly'), name);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

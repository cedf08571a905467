import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { bundleWorkflowCode, type WorkflowBundleOption } from '@temporalio/worker';

/**
 * The workflows as one file, which runs in Temporal's sandbox: beside main.js in an image, where `npm run build` has put
 * it; made from the sources when the application runs from them.
 */
export async function workflowBundle(): Promise<WorkflowBundleOption> {
  const built = join(__dirname, 'workflows.js');
  if (existsSync(built)) return { codePath: built };
  return bundleWorkflowCode({
    workflowsPath: join(__dirname, 'agent-task-workflow.ts'),
    workflowInterceptorModules: [join(__dirname, '../../../tenancy/workflows/workflow-interceptor.ts')],
  });
}

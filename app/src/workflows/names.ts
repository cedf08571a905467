/** Type of a failure that no repetition helps, as Temporal keeps it. */
export const taskRejected = 'TaskRejected';

/** Queue on which workers wait for workflows and their activities. */
export const agentTaskQueue = 'agent-tasks';

/** Name of the workflow function. */
export const agentTaskWorkflow = 'agentTask';

/** Namespace of all tenants that have none of their own. */
export const sharedNamespace = 'tenants';

/** How long a closed workflow can be looked at. */
export const workflowRetentionDays = 30;

/** A worker that has been silent for so long is held for dead, and its activities go to others. */
export const heartbeatTimeoutSeconds = 15;

import { podLabels } from '../../config/contract';

/** Selects the pods of one workload, of every revision. */
export const selectorLabels = (name: string): Record<string, string> => ({ [podLabels.name]: name });

/** Name, namespace and labels of an object that belongs to one workload. */
export const workloadMetadata = (
  name: string,
  namespace: string,
): { name: string; namespace: string; labels: Record<string, string> } => ({
  name,
  namespace,
  labels: selectorLabels(name),
});

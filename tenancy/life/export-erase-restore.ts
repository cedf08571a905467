import { eraseOperation, type EraseOptions } from './erasure/erase-operation';
import { offboardOperation } from './erasure/offboard-operation';
import { exportOperation } from './export/export-operation';
import type { AnyOperationKind } from './operation';
import { restoreOperation, type RestoreOptions } from './restore/restore-operation';
import { undoRestoreOperation } from './restore/undo-restore-operation';

/** The kinds of operation that move or remove a tenant's data: export, offboard, erase, restore and undo-restore. */
export const dataOperations = (options: RestoreOptions & EraseOptions): readonly AnyOperationKind[] => [
  exportOperation(options),
  offboardOperation,
  eraseOperation(options),
  restoreOperation(options),
  undoRestoreOperation(options),
];

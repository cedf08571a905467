/** Where a tenant's files lie in the storage of files: everything that it uploads or its tasks write goes below. */
export const filesPrefix = (tenantId: string): string => `${tenantId}/`;

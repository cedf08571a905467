import type { Fault } from '../errors';

/** A limit under the request, of what a field describes. */
export function memoryFaults(field: string, requestMib: number, limitMib: number): Fault[] {
  return limitMib < requestMib
    ? [
        {
          field: `${field}.memoryLimitMib`,
          got: `${limitMib}`,
          allowed: `at least memoryRequestMib, which is ${requestMib}`,
        },
      ]
    : [];
}

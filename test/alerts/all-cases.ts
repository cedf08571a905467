import type { AlertCase } from './alert-case';
import { apiCases } from './cases/api';

export const alertCases: readonly AlertCase[] = [...apiCases];

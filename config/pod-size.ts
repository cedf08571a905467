/** What a pod, or a container of it, asks for. */
export interface PodSize {
  readonly cpuRequestMillicores: number;
  readonly memoryRequestMib: number;
  readonly memoryLimitMib: number;
}

/** What containers ask for together. */
export const sumOfSizes = (...sizes: readonly PodSize[]): PodSize => ({
  cpuRequestMillicores: sizes.reduce((sum, size) => sum + size.cpuRequestMillicores, 0),
  memoryRequestMib: sizes.reduce((sum, size) => sum + size.memoryRequestMib, 0),
  memoryLimitMib: sizes.reduce((sum, size) => sum + size.memoryLimitMib, 0),
});

/** The part of an autoscaler's behavior that takes pods away. */
export interface ScaleDown {
  readonly stabilizationWindowSeconds: number;
}

/** So many times sooner. */
export const downPace = 20;

/** The same behavior, for whoever cannot wait as long as a cluster should. */
export const shortened = ({ stabilizationWindowSeconds }: ScaleDown) => ({
  stabilizationWindowSeconds: Math.round(stabilizationWindowSeconds / downPace),
  policies: [{ type: 'Pods', value: downPace, periodSeconds: 60 }],
});

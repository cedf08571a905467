// eslint-disable-next-line @typescript-eslint/no-explicit-any -- templates and manifests are JSON that is walked freely
export type Json = any;

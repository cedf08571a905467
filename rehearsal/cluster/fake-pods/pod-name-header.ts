/** By which a made-up pod says which one it is. */
export const podNameHeader = 'x-pod-name';

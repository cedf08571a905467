import { InputError } from '../../config/errors';

/**
 * Newest patch release of each minor that the Go module proxy serves (`go list -m -versions k8s.io/kubernetes`,
 * 2026-11-24). Both build with Go 1.26.
 */
const releases: Readonly<Record<string, string>> = { '1.36': '1.36.3', '1.37': '1.37.2' };

/** The release that is run for a minor version. @throws InputError for a minor that is not pinned here. */
export function kubernetesRelease(minor: string): string {
  const release = releases[minor];
  if (release !== undefined) return release;
  throw new InputError('--kubernetes', [
    { field: 'version', got: minor, allowed: Object.keys(releases).join(' or ') },
  ]);
}

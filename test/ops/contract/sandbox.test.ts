import { mountPoints } from '../../../ops/contract/pod/sandbox';
import { sandboxScript, type SandboxShape } from '../../../ops/contract/pod/sandbox-script';

const shape: SandboxShape = {
  stage: '/tmp/stage',
  workingFolder: '/srv/app',
  writableFolders: [{ path: '/tmp', sizeMib: 64 }],
  extraFiles: [],
  keptPaths: ['/srv/app'],
  mountPoints: ['/'],
};
const script = (changes: Partial<SandboxShape>): string => sandboxScript({ ...shape, ...changes });

test('mount points are read with their spaces', () => {
  const mountinfo = [
    '22 1 254:0 / / rw,relatime - ext4 /dev/vda rw',
    '30 22 0:25 / /mnt/two\\040words rw - tmpfs tmpfs rw',
  ];
  expect(mountPoints(mountinfo.join('\n'))).toEqual(['/', '/mnt/two words']);
});

test('the other mounts of the machine are read-only too', () => {
  expect(script({ mountPoints: ['/', '/home'] })).toContain(
    "mount -o remount,bind,ro '/tmp/stage/root/home'",
  );
});

test('processes and devices are the pod’s own', () => {
  expect(script({ mountPoints: ['/proc', '/dev/shm', '/sys'] })).not.toContain('remount');
});

test('a working folder under a writable one is kept, and read-only', () => {
  expect(script({ workingFolder: '/tmp/app', keptPaths: ['/tmp/app'] })).toContain(
    "mount --bind '/tmp/app' '/tmp/stage/root/tmp/app'\nmount -o remount,bind,ro '/tmp/stage/root/tmp/app'",
  );
});

test('a folder whose name only begins alike is not kept: nothing hides it', () => {
  expect(script({ keptPaths: ['/tmpfiles/app'] })).not.toContain('/tmpfiles/app');
});

test('a quote in a path ends no quoting', () => {
  expect(script({ writableFolders: [{ path: "/it's", sizeMib: 1 }] })).toContain(
    `mkdir -p '/tmp/stage/layer/it'\\''s'`,
  );
});

test('the command comes last, as user 1001 without capabilities', () => {
  expect(script({}).split('\n').at(-1)).toContain('--reuid 1001 --regid 1001 --clear-groups --no-new-privs');
});

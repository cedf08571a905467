import { librariesIn } from '../../../rehearsal/images/linked-libraries';

const printed = `\tlinux-vdso.so.1 (0x00007ffd3b5f2000)
\tlibevent-2.1.so.7 => /usr/lib/x86_64-linux-gnu/libevent-2.1.so.7 (0x00007f5b2c000000)
\t/lib64/ld-linux-x86-64.so.2 (0x00007f5b2c4a1000)
`;

test('libraries and the loader are files; what the kernel brings is none', () => {
  expect(librariesIn(printed)).toEqual([
    '/usr/lib/x86_64-linux-gnu/libevent-2.1.so.7',
    '/lib64/ld-linux-x86-64.so.2',
  ]);
});

test('a program that is linked with nothing has none', () => {
  expect(librariesIn('\tnot a dynamic executable\n')).toEqual([]);
});

test('a library that is not there is named', () => {
  expect(() => librariesIn('\tlibcares.so.2 => not found\n')).toThrow('libcares.so.2 is not installed');
});

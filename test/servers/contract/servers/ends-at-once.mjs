process.stderr.write('LICENSE_KEY is not set\n');
process.exit(3);

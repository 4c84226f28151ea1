/** Keeps unit tests quick: a test of this project that starts a process fails and learns where it belongs. */
const refuse = (program: unknown) => {
  throw new Error(
    `A unit test must not start processes, but this one starts ${program}: name its file "*.process.test.ts"`,
  );
};
const refuseAll = () => ({
  exec: refuse,
  execFile: refuse,
  execFileSync: refuse,
  execSync: refuse,
  fork: refuse,
  spawn: refuse,
  spawnSync: refuse,
});

jest.mock('node:child_process', refuseAll);

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import CoverageReporter = require('../../lib/testing/reporter');

import { inTemporaryFolder } from '../support';

const REVIEWS = 'docs/examples/reviews.yaml';
const FROM_PAGE = { url: 'http://reviews:9080/', from: 'mesh:bookstore/productpage' };

/** What the reporter prints about tests, each of which loads the library by itself, and the requests that it keeps. */
function reported(
  tests: readonly ((tracing: typeof import('../../lib')) => void)[],
  run: (reporter: CoverageReporter, tests: () => void) => void,
): { printed: string; requests?: string } {
  return inTemporaryFolder((folder) => {
    const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
    const coverageDirectory = join(folder, 'coverage');
    try {
      run(new CoverageReporter({ collectCoverage: true, coverageDirectory }), () => {
        for (const test of tests) {
          jest.isolateModules(() => test(require('../../lib')));
        }
      });
      const printed = write.mock.calls.map(([text]) => text).join('');
      const file = join(coverageDirectory, 'mesh-requests.jsonl');
      return {
        printed: printed.replace(/\S*coverage\/mesh/, 'coverage/mesh'),
        ...(existsSync(file) ? { requests: readFileSync(file, 'utf8') } : {}),
      };
    } finally {
      write.mockRestore();
    }
  });
}

const inJest = (reporter: CoverageReporter, tests: () => void) => {
  reporter.onRunStart();
  tests();
  reporter.onRunComplete();
};

test('what no test of any process asks about is printed, and the requests are kept', () => {
  const ask = ({ MeshModel, trace }: typeof import('../../lib')) => {
    const mesh = MeshModel.of(REVIEWS);
    trace(mesh, FROM_PAGE as never);
  };
  expect(reported([ask, ask], inJest)).toEqual({
    printed: `
Mesh coverage: requests ask about 2 of 3 routes, servers and policies, and not about:
  VirtualService bookstore/reviews: spec.http[0].match[0]
To get tests for them, run: npx cdk8s-istio tests --uncovered coverage/mesh-requests.jsonl
`,
    requests: `${JSON.stringify(FROM_PAGE)}\n`,
  });
  expect(process.env.CDK8S_ISTIO_COVERAGE).toBeUndefined();
});

test('tests that ask about everything are told so', () => {
  const { printed, requests } = reported(
    [
      ({ trace }) => trace([REVIEWS], FROM_PAGE as never),
      ({ trace }) => trace([REVIEWS], { ...FROM_PAGE, headers: { 'x-group': 'testers' } } as never),
    ],
    (reporter, tests) => {
      reporter.onInit({});
      tests();
      reporter.onTestRunEnd();
    },
  );
  expect(printed).toBe('\nMesh coverage: requests ask about 3 of 3 routes, servers and policies\n');
  expect(requests).toBeUndefined();
});

test('tests that ask nothing are told so', () => {
  expect(reported([], inJest).printed).toBe('\nMesh coverage: no test asks about a request\n');
});

test('jest prints nothing unless it is called with --coverage', () => {
  const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  inJest(new CoverageReporter({ collectCoverage: false }), () => {
    expect(process.env.CDK8S_ISTIO_COVERAGE).toBeUndefined();
  });
  expect(write).not.toHaveBeenCalled();
  write.mockRestore();
});

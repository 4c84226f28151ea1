import { get, type IncomingMessage, request } from 'node:http';
import { PageServer } from '../../../lib/view/serve/server';

const PAGE = { html: '<!doctype html><p>one', contentSecurityPolicy: "default-src 'none'" };

let server: PageServer;
beforeAll(async () => {
  server = new PageServer(PAGE);
  await server.listen(0);
});
afterAll(() => server.close());

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

function answerTo(path: string, host = `127.0.0.1:${server.port}`, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(
      { host: '127.0.0.1', port: server.port, path, method, headers: { host } },
      (answer) => {
        let body = '';
        answer.setEncoding('utf8').on('data', (text) => {
          body += text;
        });
        answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, body }));
      },
    );
    asked.on('error', reject).end();
  });
}

test('the page comes with its policy', async () => {
  const { status, headers, body } = await answerTo('/');
  expect({ status, body }).toEqual({ status: 200, body: PAGE.html });
  expect(headers).toMatchObject({
    'content-security-policy': PAGE.contentSecurityPolicy,
    'content-type': 'text/html; charset=utf-8',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  });
});

test('requests for other hosts are refused, whatever address they lead to', async () => {
  const { port } = server;
  const statusOf = async (host: string, path = '/') => (await answerTo(path, host)).status;
  expect(await statusOf(`localhost:${port}`)).toBe(200);
  expect(await statusOf('attacker.example')).toBe(403);
  expect(await statusOf(`attacker.example:${port}`)).toBe(403);
  expect(await statusOf(`127.0.0.1:${port + 1}`)).toBe(403);
  expect(await statusOf('127.0.0.1')).toBe(403);
  expect(await statusOf(`attacker.example:${port}`, '/events')).toBe(403);
});

test('there is nothing but the page, and nothing can be written', async () => {
  expect((await answerTo('/../package.json')).status).toBe(404);
  expect((await answerTo('/', undefined, 'POST')).status).toBe(405);
});

test('browsers are told the version of the page, and why there is no new one', async () => {
  const told: string[] = [];
  const following = new Promise<void>((resolve) => {
    get({ host: '127.0.0.1', port: server.port, path: '/events' }, (answer) => {
      answer.setEncoding('utf8').on('data', (text: string) => {
        told.push(text);
        if (told.length === 1) {
          server.fail('app.ts:1\nTypeError');
        } else if (text.includes('problem')) {
          server.change({ ...PAGE, html: 'two' });
        } else {
          answer.destroy();
          resolve();
        }
      });
    });
  });
  await following;
  expect(told).toEqual([
    expect.stringMatching(/^event: version\ndata: \S+\n\n$/),
    'event: problem\ndata: app.ts:1\ndata: TypeError\n\n',
    expect.stringMatching(/^event: version\ndata: \S+\n\n$/),
  ]);
  expect(told[2]).not.toBe(told[0]);
  expect((await answerTo('/')).body).toBe('two');
});

import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { linesOf } from '../../manifests/source-text';
import type { PageDocument } from '../document/page-document';
import { EVENTS } from '../page/page-data';

/** The only address that the server listens on. */
export const LOCALHOST = '127.0.0.1';

const HEADERS = {
  'Cache-Control': 'no-store',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

/** Serves one page to the browser of this machine, and tells it when the page has changed. */
export class PageServer {
  private readonly server: Server = createServer((request, response) => this.answer(request, response));
  private readonly listeners = new Set<ServerResponse>();
  /** Called when the server is closed. */
  onClose: (() => void) | undefined;
  /** Why the page is not that of the latest manifests. */
  private problem: string | undefined;

  constructor(private page: PageDocument) {}

  /** The port that the server listens on. */
  get port(): number {
    return (this.server.address() as AddressInfo | null)?.port ?? 0;
  }

  /**
   * Begins to listen.
   *
   * @param port 0 for any that is free
   * @throws Error if the port is taken
   */
  listen(port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, LOCALHOST, () => {
        this.server.off('error', reject);
        resolve();
      });
    });
  }

  /** Browsers load the new page. */
  change(page: PageDocument): void {
    this.page = page;
    this.problem = undefined;
    this.tell('version', versionOf(page));
  }

  /** Browsers show why there is no new page, and keep the one that they have. */
  fail(problem: string): void {
    this.problem = problem;
    this.tell('problem', problem);
  }

  close(): void {
    for (const listener of this.listeners) {
      listener.end();
    }
    this.server.close();
    this.onClose?.();
  }

  private tell(event: string, text: string): void {
    for (const listener of this.listeners) {
      listener.write(messageOf(event, text));
    }
  }

  private answer({ method, url, headers }: IncomingMessage, response: ServerResponse): void {
    if (!this.isOwnHost(headers.host)) {
      // The name of another host may lead to this machine, so that a page of that host could read this one.
      refuse(
        response,
        403,
        `this server answers only to ${LOCALHOST}:${this.port} and localhost:${this.port}`,
      );
    } else if (method !== 'GET' && method !== 'HEAD') {
      refuse(response.setHeader('Allow', 'GET, HEAD'), 405, 'only GET and HEAD are answered');
    } else if (/^\/(?:\?|$)/.test(url ?? '')) {
      const { html, contentSecurityPolicy } = this.page;
      response.writeHead(200, {
        ...HEADERS,
        'Content-Type': 'text/html; charset=utf-8',
        'Content-Security-Policy': contentSecurityPolicy,
      });
      response.end(method === 'HEAD' ? undefined : html);
    } else if (url === EVENTS && method === 'GET') {
      this.follow(response);
    } else {
      refuse(response, 404, 'there is only the page /');
    }
  }

  private isOwnHost(host: string | undefined): boolean {
    return host === `${LOCALHOST}:${this.port}` || host?.toLowerCase() === `localhost:${this.port}`;
  }

  private follow(response: ServerResponse): void {
    response.writeHead(200, { ...HEADERS, 'Content-Type': 'text/event-stream; charset=utf-8' });
    response.write(messageOf('version', versionOf(this.page)));
    if (this.problem !== undefined) {
      response.write(messageOf('problem', this.problem));
    }
    this.listeners.add(response);
    response.on('close', () => this.listeners.delete(response));
  }
}

function versionOf({ html }: PageDocument): string {
  return createHash('sha256').update(html).digest('base64');
}

function refuse(response: ServerResponse, status: number, because: string): void {
  response.writeHead(status, { ...HEADERS, 'Content-Type': 'text/plain; charset=utf-8' });
  response.end(`${because}\n`);
}

/** A server-sent event. Its text may have several lines. */
function messageOf(event: string, text: string): string {
  return `event: ${event}\n${linesOf(text)
    .map((line) => `data: ${line}\n`)
    .join('')}\n`;
}

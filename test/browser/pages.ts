import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { serve } from '../../lib/cli/view-server';
import { NEWEST_VERSION } from '../../lib/istiod/istio-version';
import { contentsOf, type FileTexts, readTexts } from '../../lib/manifests/files';
import { type PageSource, pageDataOf } from '../../lib/view/document/page-data-of';
import { type PageCode, pageDocument } from '../../lib/view/document/page-document';
import type { PageServer } from '../../lib/view/serve/server';
import { bundlePage } from '../../scripts/bundle-page';

/** The ports of this machine, as in `cluster/k3d.yaml`. */
export const HOST_PORTS = { 9080: 80, 9443: 443 };

/** Pages of manifests. The code is bundled once. */
export class Pages {
  private constructor(private readonly code: PageCode) {}

  static async bundled(): Promise<Pages> {
    return new Pages({ ...(await bundlePage()), notices: '' });
  }

  /** The script, the checks and the styles, in bytes. */
  get size(): number {
    const { script, checks, styles } = this.code;
    return Buffer.byteLength(script + checks + styles);
  }

  /** Writes a page. @returns its address */
  write(paths: readonly string[], file: string): string {
    const { html } = pageDocument(this.code, pageDataOf(sourceOf(paths, readTexts(paths))));
    writeFileSync(file, html);
    return pathToFileURL(file).href;
  }

  /** Serves a page until it is closed. */
  async serve(path: string): Promise<PageServer> {
    const output = { print: () => {}, complain: () => {}, isColoured: false };
    const serving = { paths: [path], source: sourceOf, code: this.code, port: undefined, open: undefined };
    const server = await serve(serving, output);
    if (!server) {
      throw new Error('the page is not served');
    }
    return server;
  }
}

function sourceOf(paths: readonly string[], files: FileTexts): PageSource {
  return {
    paths,
    fileOptions: [],
    texts: files.texts,
    contents: contentsOf(files),
    context: [],
    ignore: [],
    options: { istio: NEWEST_VERSION, profile: 'default', hostPorts: HOST_PORTS },
  };
}

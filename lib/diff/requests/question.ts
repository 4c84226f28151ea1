import type { Source } from '../../routing';

/** Requests that come from the same place, by the same port, to the same hosts. */
export interface Question {
  readonly from: Source;
  /** All sources whose requests both meshes treat like those of `from`. */
  readonly sources: readonly Source[];
  readonly scheme: 'http' | 'https' | 'tcp';
  readonly port: number;
  /** The host of an object, which may be a wildcard; `*` for all hosts that have no question of their own. */
  readonly written: string;
  /** A host by which the requests can be sent. */
  readonly host: string;
  /** How to say which hosts the requests are for: `shop.example.com`, `*.example.com`, `any other host`. */
  readonly hosts: string;
  /** Whether a host is one of them. */
  covers(host: string): boolean;
}

import { InvalidRequest, type TraceRequest } from './request';

/** `METHOD URL`, of which the method may be missing. */
const WORDS = /^(?:([A-Za-z][A-Za-z0-9_-]*)\s+)?(\S+)$/;

/**
 * A request as people write it: `http://shop.example.com/cart`, or `POST http://shop.example.com/cart`.
 *
 * @throws InvalidRequest when it is neither
 */
export function parseRequest(text: string): TraceRequest {
  const [, method, url] = WORDS.exec(text.trim()) ?? [];
  if (url === undefined) {
    throw new InvalidRequest(`"${text}" is no request; write it like "GET https://shop.example.com/cart"`);
  }
  return method === undefined ? { url } : { method, url };
}

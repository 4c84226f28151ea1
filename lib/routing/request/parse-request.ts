import { InvalidRequest, type TraceRequest } from './request';

/** `METHOD URL`, in which the method is optional. */
const WORDS = /^(?:([A-Za-z][A-Za-z0-9_-]*)\s+)?(\S+)$/;

/**
 * The request that a text describes: `http://shop.example.com/cart`, or `POST http://shop.example.com/cart`.
 *
 * @throws InvalidRequest if the text is neither
 */
export function parseRequest(text: string): TraceRequest {
  const [, method, url] = WORDS.exec(text.trim()) ?? [];
  if (url === undefined) {
    throw new InvalidRequest(`"${text}" is not a request; write it like "GET https://shop.example.com/cart"`);
  }
  return method === undefined ? { url } : { method, url };
}

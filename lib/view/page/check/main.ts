import { pageCheck } from './page-check';

/** The name under which the code of the checks gives itself to the page. */
declare global {
  var meshCheck: typeof pageCheck | undefined;
}

globalThis.meshCheck = pageCheck;

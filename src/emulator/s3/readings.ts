import { question } from '../kernel/readings';

/** What the rules of S3 leave open. */
export const READINGS = {
  110: question('a key that the bucket doesn\'t have',
    ['by-listing', '404 to who may list the bucket, else 403'], ['not-found', '404']),
  118: question('a preflight to a private bucket',
    ['unsigned', 'it needs no right to read'], ['denied', '403']),
};

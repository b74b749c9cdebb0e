import { question, whether } from '../kernel/readings';

/** What the rules of function URLs leave open. */
export const READINGS = {
  77: question('signatures, which can\'t be checked offline',
    ['trusted', 'taken as right'], ['refused', '403']),
  151: question('a function URL that has one of the two permissions alone',
    ['unknown', 'it depends on when the URL was made'], ['forbidden', '403'], ['allowed', 'the function runs']),
  153: whether(question('CORS headers on errors that Lambda makes for a URL with Cors',
    ['unknown', 'nobody knows'], ['cors', 'as on any response'], ['bare', 'none']), 'cors', 'bare'),
};

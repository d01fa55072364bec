import { expect, it } from 'vitest';
import { readSearch } from './readSearch';

it.each([
  ['', {}],
  ['王桂芳', { name: '王桂芳' }],
  ['129001196803121234', { citizen_id: '129001196803121234' }],
  ['１２９００１１９６８０３１２１２３ｘ', { citizen_id: '12900119680312123X' }],
  ['6017', { phone_last4: '6017' }],
  ['138 0000 6017', { phone_last4: '6017' }],
])('one box understands %s', (text, search) => expect(readSearch(text)).toEqual(search));

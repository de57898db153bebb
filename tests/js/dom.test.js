import { typeset } from '../../relay/console/page/dom.js';
import { equal, test } from './support.js';

test('an apostrophe between letters is set as one; quotation marks and minutes stay', () => {
    equal(typeset("The customer's computer doesn't answer."), 'The customer’s computer doesn’t answer.');
    equal(typeset("A field 'kind' of 5' stays"), "A field 'kind' of 5' stays");
});

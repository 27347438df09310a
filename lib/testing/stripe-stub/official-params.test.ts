import { describe, expect, it } from 'vitest';
import { parseForm } from './form';
import { faultOfParams } from './official-params';
import { PREVIEW_PARAMS } from './preview-params';

const GA = '2026-10-28.endive';
const GOOD = 'amount=100&currency=cad&confirm=true&capture_method=manual&payment_method=pm_x&automatic_payment_methods[enabled]=true&expand[0]=latest_charge&metadata[a]=b';
const faultOf = (form: string, version = GA) => faultOfParams('PaymentIntentCreateParams', parseForm(form), version);

describe('parameters that the stub takes', () => {
  it('takes what the official types have', () => {
    expect(faultOf(GOOD)).toBeNull();
    expect(faultOf(`${GOOD}&shipping[name]=Ada&shipping[address][line1]=1&payment_method_options[card][request_three_d_secure]=any`)).toBeNull();
    expect(faultOfParams('PaymentIntentCaptureParams', parseForm('expand[0]=latest_charge'), GA)).toBeNull();
    expect(faultOfParams('RefundListParams', parseForm('payment_intent=pi_x&limit=100'), GA)).toBeNull();
  });

  it('takes a checkout as the official types have it', () => {
    const session = 'mode=payment&allowed_payment_method_types[0]=card&line_items[0][quantity]=1&line_items[0][price_data][currency]=cad&line_items[0][price_data][unit_amount]=100&line_items[0][price_data][product_data][name]=Tea';
    expect(faultOfParams('SessionCreateParams', parseForm(session), GA)).toBeNull();
    expect(faultOfParams('SessionCreateParams', parseForm(session.replace('unit_amount', 'amount')), GA)).toEqual({ code: 'parameter_unknown', param: 'line_items[0][price_data][amount]' });
    expect(faultOfParams('SessionCreateParams', parseForm(session.replace('mode=payment', 'mode=pay')), GA)).toEqual({ code: 'parameter_invalid', param: 'mode' });
    expect(faultOfParams('SessionExpireParams', parseForm('expand[0]=payment_intent'), GA)).toBeNull();
  });

  it.each([
    ['a name that there is none of', `${GOOD}&captur_method=manual`, { code: 'parameter_unknown', param: 'captur_method' }],
    ['one deep inside', `${GOOD}&shipping[name]=Ada&shipping[address][lane]=1`, { code: 'parameter_unknown', param: 'shipping[address][lane]' }],
    ['a required one that is missing', 'currency=cad', { code: 'parameter_missing', param: 'amount' }],
    ['a required one deep inside', `${GOOD}&shipping[address][line1]=1`, { code: 'parameter_missing', param: 'shipping[name]' }],
    ['a number that is none', GOOD.replace('100', 'ten'), { code: 'parameter_invalid', param: 'amount' }],
    ['a yes that is none', GOOD.replace('confirm=true', 'confirm=yes'), { code: 'parameter_invalid', param: 'confirm' }],
    ['a word that the enum lacks', GOOD.replace('manual', 'later'), { code: 'parameter_invalid', param: 'capture_method' }],
    ['an object where there is a text', `${GOOD}&description[a]=b`, { code: 'parameter_invalid', param: 'description' }],
  ])('refuses %s', (_what, form, fault) => {
    expect(faultOf(form)).toEqual(fault);
  });

  it('takes a preview parameter under its own version alone, and nothing beside it', () => {
    const [{ version = '' } = {}] = PREVIEW_PARAMS;
    const form = GOOD.replace('payment_method=pm_x', 'payment_method_data[shared_payment_granted_token]=spt_x');
    expect(faultOf(form, version)).toBeNull();
    expect(faultOf(form)).toEqual({ code: 'parameter_unknown', param: 'payment_method_data[shared_payment_granted_token]' });
    expect(faultOf(`${form}&payment_method_data[type]=card`, version)).toEqual({ code: 'parameter_unknown', param: 'payment_method_data[type]' });
  });
});

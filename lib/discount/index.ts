export type { AppliedDiscount, BuyerHistory, Cut, Discount, DiscountCart, DiscountRefusal, DiscountScope, DiscountTarget, RejectedCode } from './types';
export { judgeDiscounts, type Judgement } from './judge-discounts';
export { takeDiscounts } from './take-discounts';
export { findBuyerHistory, findDiscounts, insertDiscount } from './store';
export { redeemDiscounts, releaseDiscounts } from './redeem-discounts';

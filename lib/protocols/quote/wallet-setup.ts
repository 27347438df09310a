import { endpoint, type Endpoint } from '@/lib/http/endpoint';
import { invariant } from '@/lib/kernel/invariant';
import { walletSetupUrl } from '@/lib/quote';
import { anyone, getStorefront, publicAnswer } from './common';

/** GET /v1/wallet-setup: how a person gets a wallet with USDC on Base (seeds/pizza-x402-agents.txt, "get_wallet_setup"). Paying by card or by an agent's wallet here needs none. */
export const getWalletSetup: Endpoint = endpoint({
  ...anyone,
  method: 'GET',
  path: '/v1/wallet-setup',
  tenant: 'merchant',
  keyScope: 'merchant:read',
  handle: async (ctx, request) => {
    invariant(ctx.merchant, 'the entrance resolved the merchant');
    const { storefront } = await getStorefront(ctx, ctx.merchant.id);
    const thisEndpoint = walletSetupUrl(ctx.settings.publicOrigin);
    return publicAnswer(request, {
      ...GUIDE,
      resources: { thisEndpoint, ...RESOURCES },
      quickStart: QUICK_START,
      support: { note: 'If you need help, contact the merchant or visit the links above', merchantAddress: storefront.address },
    });
  },
});

const COINBASE_WALLET = 'https://www.coinbase.com/wallet';
const RESOURCES = { baseNetwork: 'https://docs.base.org/', coinbaseWallet: COINBASE_WALLET, baseBridge: 'https://bridge.base.org/' };

const GUIDE = {
  title: 'Wallet Setup Guide for USDC on Base',
  description: 'Step-by-step instructions to get USDC and set up a Base wallet for pizza payments',
  estimatedTime: '5-10 minutes',
  steps: [
    {
      step: 1,
      title: 'Choose a Wallet',
      description: 'Select a wallet that supports Base network and USDC',
      options: [
        { name: 'Coinbase Wallet', recommended: true, description: 'Easiest for beginners, built-in USDC support', links: [{ label: 'Download Coinbase Wallet', url: COINBASE_WALLET, type: 'official' }] },
        { name: 'MetaMask', recommended: false, description: 'A browser extension; Base has to be added as a network', links: [{ label: 'Download MetaMask', url: 'https://metamask.io/', type: 'official' }] },
      ],
    },
    { step: 2, title: 'Buy USDC', description: 'Buy enough USDC to cover the order total and the fees of the network' },
    { step: 3, title: 'Move USDC to Base', description: 'USDC on Ethereum mainnet has to be bridged to Base first', options: [{ name: 'Base Bridge', recommended: true, description: 'Moves USDC to Base', links: [{ label: 'Open the bridge', url: RESOURCES.baseBridge, type: 'official' }] }] },
    { step: 4, title: 'Check the Network', description: 'The wallet must show USDC on Base (eip155:8453) before you pay' },
  ],
  network: {
    name: 'Base',
    chainId: 'eip155:8453',
    chainIdNumeric: 8453,
    currency: 'USDC',
    nativeCurrency: 'ETH',
    assetAddress: '0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913',
    rpcUrl: 'https://mainnet.base.org',
    explorer: 'https://basescan.org/',
  },
};

const QUICK_START = {
  summary: 'Fastest path: Download Coinbase Wallet → Buy USDC → Pay',
  steps: ['Download Coinbase Wallet from coinbase.com/wallet', 'Buy USDC in the Coinbase app', 'Send USDC to your Coinbase Wallet on Base network', 'Ready to pay!'],
};

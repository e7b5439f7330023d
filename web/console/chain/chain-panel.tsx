export const ChainPanel = () => <p>Requests appear here as they come.</p>;

using MessageLB.Core.Configuration;
using MessageLB.Core.Hashing;
using MessageLB.Transport;

namespace MessageLB.Core.Forwarding;

/// <summary>One rule made ready to be asked of many messages. One thread.</summary>
internal sealed class ForwardRule
{
    // 2^64 divided by the golden ratio: its multiples spread as evenly as any sequence can, whatever the weights (Weyl's sequence).
    private const ulong EvenStep = 0x9E3779B97F4A7C15;

    // Apart from every other use of the same key: what is left of it after a split must still spread over the destinations.
    private const ulong SplitSeed = 0x73706C6974;

    private readonly Condition[] _conditions;
    private readonly KeySource? _key;
    private readonly WeightedSplit? _split;
    private readonly string[] _targets;
    private ulong _turn;

    public ForwardRule(ForwardRuleConfig config)
    {
        _conditions = [.. config.When.Select(condition => new Condition(condition))];
        _key = config.By;
        _targets = config.To is { } to ? [to] : [.. config.Split.Select(side => side.Key)];
        if (config.To is null) _split = new WeightedSplit([.. config.Split.Select(side => side.Value)]);
    }

    public bool Applies(MessageProperties properties, string routingKey)
    {
        foreach (var condition in _conditions)
        {
            if (!condition.IsMet(properties, routingKey)) return false;
        }

        return true;
    }

    /// <summary>Name of the group that a message to which the rule applies belongs to.</summary>
    public string Target(MessageProperties properties, string routingKey)
    {
        if (_split is null) return _targets[0];
        if (_key is null || !_key.TryHash(properties, routingKey, out var hash)) return _targets[_split.Of(_turn += EvenStep)];
        return _targets[_split.Of(StableHash.Again(hash, SplitSeed))];
    }
}

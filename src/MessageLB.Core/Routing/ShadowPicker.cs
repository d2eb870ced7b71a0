using MessageLB.Core.Groups;
using MessageLB.Transport;

namespace MessageLB.Core.Routing;

/// <summary>
/// A second policy that chooses for every message without routing any: it guesses before the real pick and compares afterwards. It
/// takes no credit, so its own choices load nobody. One thread at a time, the picker's; dispose it when it guesses no more.
/// </summary>
/// <param name="policy">An instance of the policy of its own.</param>
/// <param name="random">A source of randomness of its own, so that the real picks are the same with and without it.</param>
public sealed class ShadowPicker(IRoutingPolicy policy, Random random) : IDisposable
{
    private readonly DestinationPicker _picker = new(policy, random);
    private DestinationState? _choice;
    private double _expected;
    private int _kind;

    /// <summary>Chooses as if the message were its own, before the real pick. Null if nobody has credit.</summary>
    /// <exception cref="Exception">Whatever a custom policy throws; this instance is of no use then.</exception>
    public DestinationState? Guess(GroupSnapshot snapshot, string routingKey, MessageProperties properties)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(properties);
        _choice = _picker.Choose(snapshot, routingKey, properties);
        // Before the real pick takes its credit, which may be this one's.
        _kind = snapshot.Kinds.IndexOf(properties.Type);
        _expected = _choice is null ? 0 : ResponseTimePolicy.ExpectedSeconds(_choice, _kind);
        return _choice;
    }

    /// <summary>Compares the last guess with the real pick, right after its credit was taken. Null if there was no guess.</summary>
    public ShadowVerdict? Compare(DestinationState picked)
    {
        ArgumentNullException.ThrowIfNull(picked);
        if (_choice is not { } choice) return null;
        _choice = null;
        if (ReferenceEquals(choice, picked)) return new ShadowVerdict(Agrees: true, GainSeconds: 0);
        var isKnown = choice.ServiceSecondsOf(_kind) > 0 && picked.ServiceSecondsOf(_kind) > 0;
        return new ShadowVerdict(Agrees: false, isKnown ? ResponseTimePolicy.ExpectedSecondsBefore(picked, _kind) - _expected : null);
    }

    /// <summary>Ends the watch on the destinations.</summary>
    public void Dispose() => _picker.Dispose();
}

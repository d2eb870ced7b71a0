using MessageLB.Transport;

namespace MessageLB.Dispatcher.DeadLetters;

/// <summary>What a pass does with a dead letter.</summary>
/// <param name="Kind">What.</param>
/// <param name="Queue">With <see cref="PassStepKind.Send"/>: where to.</param>
/// <param name="Properties">With <see cref="PassStepKind.Send"/>: what with.</param>
/// <param name="End">Why the pass is over with this letter; null if it goes on.</param>
internal readonly record struct PassStep(PassStepKind Kind, string? Queue = null, MessageProperties? Properties = null, PassEnd? End = null)
{
    /// <summary>Put it at the end of the queue: it is not meant.</summary>
    public static PassStep Keep => new(PassStepKind.Keep);

    /// <summary>Delete it for good.</summary>
    public static PassStep Delete => new(PassStepKind.Delete);

    /// <summary>Leave it and all that follow where they are.</summary>
    public static PassStep Over(PassEnd end) => new(PassStepKind.Leave, End: end);
}

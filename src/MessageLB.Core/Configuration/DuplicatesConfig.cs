using MessageLB.Core.Hashing;

namespace MessageLB.Core.Configuration;

/// <summary>
/// Which messages of a publisher are taken for copies of one that is already on its way, such as those of a publisher that sends again
/// because it saw no confirm. A copy is acknowledged at ingress and goes nowhere.
/// </summary>
public sealed record DuplicatesConfig
{
    /// <summary>Most identities that can be remembered.</summary>
    public const int MostIds = 10_000_000;

    /// <summary>How long an identity is remembered after its message was taken. <value>0 (nothing is a copy) to 7 d, default 0.</value></summary>
    public TimeSpan Window { get; init; }

    /// <summary>Most identities remembered; beyond it the oldest is forgotten. <value>1 to 10,000,000, default 100,000.</value></summary>
    public int Most { get; init; } = 100_000;

    /// <summary>What the publisher tells its messages apart by. Default <c>message-id</c>; with <c>app-id</c> each publisher has its own.</summary>
    public KeySource Id { get; init; } = new(KeyField.MessageId);

    /// <summary>Whether copies are looked for at all.</summary>
    public bool IsOn => Window > TimeSpan.Zero;
}

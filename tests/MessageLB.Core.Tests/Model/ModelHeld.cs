using MessageLB.Core.Groups;
using MessageLB.Transport;

namespace MessageLB.Core.Tests.Model;

/// <summary>A message that the dispatcher of the model has from ingress, with what is true of it, whatever the books say.</summary>
/// <param name="Delivery">The dispatcher's own copy.</param>
/// <param name="Message">What the broker keeps.</param>
internal sealed record ModelHeld(Delivery Delivery, ModelMessage Message)
{
    /// <summary>Its place in the books.</summary>
    public int Slot { get; set; }

    public DestinationState? Destination { get; set; }

    /// <summary>The hand-over that a result may end now; null while it is with nobody.</summary>
    public (string Id, int Attempt, string Destination)? With { get; set; }

    /// <summary>When the hand-over was confirmed; null before.</summary>
    public TimeSpan? Since { get; set; }

    /// <summary>Whether a result came before the confirm.</summary>
    public bool IsAnswered { get; set; }

    public HeldEnd End { get; set; }

    public string? Error { get; set; }

    public int Crashes { get; set; }

    public DateTimeOffset? Deadline { get; set; }

    /// <summary>Whether it was published, and its outcome has not come.</summary>
    public bool IsUnderWay { get; set; }

    /// <summary>Whether what is under way is a publish to a queue that is no destination's.</summary>
    public bool IsSentAway { get; set; }

    /// <summary>Whether such a publish was confirmed.</summary>
    public bool IsElsewhere { get; set; }

    /// <summary>What was decided; <see cref="Core.Settlement.Settlement.Pending"/> before.</summary>
    public Core.Settlement.Settlement Decision { get; set; }
}

namespace MessageLB.Core.Tests.Ordering;

/// <summary>A message of the model.</summary>
internal sealed record OrderMessage(int Key, int Number, int Slot)
{
    public string Id => $"{Key}-{Number}";
}

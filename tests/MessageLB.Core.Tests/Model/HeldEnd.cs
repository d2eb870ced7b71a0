namespace MessageLB.Core.Tests.Model;

/// <summary>How a message's time in hold ended, if it is to be published elsewhere then.</summary>
internal enum HeldEnd
{
    None,
    Failed,
    Dropped,
    GivenUp,
}

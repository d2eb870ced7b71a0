namespace MessageLB.Core.Routing;

/// <summary>Sees what a policy chooses from, at the moment of a pick and before credit is taken. Called on the picker's thread.</summary>
public interface IPickWitness
{
    /// <summary>
    /// The pick is about to begin. Must not take credit, nor call <see cref="IRoutingPolicy.Select"/>; what is handed in is valid only
    /// during the call.
    /// </summary>
    /// <param name="policy">The policy that will choose.</param>
    /// <param name="context">What it will know.</param>
    /// <param name="candidates">Whom it will choose from; nobody if nobody has credit.</param>
    void BeforePick(IRoutingPolicy policy, in RoutingContext context, CandidateSet candidates);
}
